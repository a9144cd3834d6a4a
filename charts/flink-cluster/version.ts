/** Flink's version as the operator reads it (hashicorp/go-version): for one comparison, with 1.10. */

const VERSION =
  /^v?(\d+(?:\.\d+)*)(?:-?[A-Za-z~-][\w~-]*(?:\.[\w~-]+)*|-\d[\w~-]*(?:\.[\w~-]+)*)?(?:\+[\w.~-]+)?$/;

/** The numbers of a version, such as [1, 20, 4]; nothing when it can't be parsed. */
export function versionNumbers(version: string): number[] | undefined {
  return VERSION.exec(version)?.[1]?.split('.').map(Number);
}

/** Whether the version is at least `major.minor`; an empty one counts as older than any. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [foundMajor = 0, foundMinor = 0] = versionNumbers(version) ?? [];
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}
