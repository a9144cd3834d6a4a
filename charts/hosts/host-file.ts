/** A file for a host: its path, below `etc/` that on the host, and its content. */
export interface HostFile {
  readonly path: string;
  readonly content: string;
}
