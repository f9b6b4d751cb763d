interface Version {
  data: Record<string, unknown> | null;
  createdMs: number;
  deletedMs: number | null;
  isDestroyed: boolean;
}

export interface VaultRead {
  data: Record<string, unknown> | null;
  metadata: Record<string, unknown>;
}

/** One KV engine of version 2: secrets with all their versions. */
export interface VaultSecrets {
  /** Writes a version and gives its number. */
  write(path: string, data: Record<string, unknown>, options?: { deleteAfterSeconds?: number }): number;
  delete(path: string, versions?: readonly number[]): void;
  undelete(path: string, versions: readonly number[]): void;
  destroy(path: string, versions: readonly number[]): void;
  /** Null where there is no such version; `data` is null in one that was deleted or destroyed. */
  read(path: string, version?: number): VaultRead | null;
  readMetadata(path: string): Record<string, unknown> | null;
  /** The names right below; folders end with a slash. Empty: there is nothing. */
  list(folder: string): string[];
}

export function createVaultSecrets(now: () => number): VaultSecrets {
  const secrets = new Map<string, Version[]>();

  function change(path: string, numbers: readonly number[], how: (version: Version) => void): void {
    for (const number of numbers) {
      const version = secrets.get(path)?.[number - 1];
      if (!version) throw new Error(`There is no version ${number} of ${path}.`);
      how(version);
    }
  }

  const isGone = ({ deletedMs, isDestroyed }: Version) => isDestroyed || (deletedMs !== null && deletedMs <= now());

  return {
    write(path, data, { deleteAfterSeconds } = {}) {
      const versions = secrets.get(path) ?? [];
      const createdMs = now();
      const deletedMs = deleteAfterSeconds === undefined ? null : createdMs + deleteAfterSeconds * 1000;
      versions.push({ data, createdMs, deletedMs, isDestroyed: false });
      secrets.set(path, versions);
      return versions.length;
    },
    delete(path, numbers) {
      change(path, numbers ?? [secrets.get(path)?.length ?? 0], (version) => {
        version.deletedMs = now();
      });
    },
    undelete(path, numbers) {
      change(path, numbers, (version) => {
        version.deletedMs = null;
      });
    },
    destroy(path, numbers) {
      change(path, numbers, (version) => {
        version.data = null;
        version.isDestroyed = true;
      });
    },
    read(path, number) {
      const versions = secrets.get(path) ?? [];
      const at = (number ?? versions.length) - 1;
      const version = versions[at];
      if (!version) return null;
      const metadata = { ...timesOf(version), custom_metadata: null, version: at + 1 };
      return { data: isGone(version) ? null : version.data, metadata };
    },
    readMetadata(path) {
      const versions = secrets.get(path) ?? [];
      const [first, last] = [versions[0], versions.at(-1)];
      if (!first || !last) return null;
      return {
        ...{
          cas_required: false,
          custom_metadata: null,
          delete_version_after: '0s',
          max_versions: 0,
          oldest_version: 0,
        },
        created_time: toTime(first.createdMs),
        updated_time: toTime(last.createdMs),
        current_version: versions.length,
        versions: Object.fromEntries(versions.map((version, index) => [String(index + 1), timesOf(version)])),
      };
    },
    list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const below = [...secrets.keys()]
        .filter((path) => path.startsWith(prefix))
        .map((path) => path.slice(prefix.length));
      const names = below.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path));
      return [...new Set(names)].sort();
    },
  };
}

function timesOf({ createdMs, deletedMs, isDestroyed }: Version) {
  return {
    created_time: toTime(createdMs),
    // Also where it lies ahead: the version will be deleted then.
    deletion_time: deletedMs === null ? '' : toTime(deletedMs),
    destroyed: isDestroyed,
  };
}

/** Vault writes nanoseconds. */
function toTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000000Z');
}
