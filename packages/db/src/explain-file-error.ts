/** What a failed write to a folder means and what to do, as one sentence. */
export function explainFileError(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return 'it is read-only for this user. Change its owner or mode, or set PATCHBAY_DATA_DIR to a folder that can be written.';
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return 'the disk is full. Free some space, or set PATCHBAY_DATA_DIR to another disk.';
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return 'a file is in its way. Remove it, or set PATCHBAY_DATA_DIR to another folder.';
  }
  return error instanceof Error ? error.message : String(error);
}
