/** What a type of event is about; what its description says of its fields is for those who write code. */
export function firstSentence(description: string): string {
  return /^.*?\.(?=\s|$)/s.exec(description)?.[0] ?? description;
}
