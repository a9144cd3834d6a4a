/** A FlinkCluster as JSON: what stands in the manifest, as far as the rules look at it. */

/** Requests and limits; quantities as written. */
export interface ManifestResources {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

export interface ManifestPort {
  readonly name?: string;
  readonly containerPort: number;
}

/** A probe or volume, of which only names and kinds are looked at. */
type Named = Readonly<Record<string, unknown>>;

/** What JobManager and TaskManager have in common. */
export interface ManifestServer {
  readonly replicas?: number;
  readonly ports?: Readonly<Record<string, number>>;
  readonly extraPorts?: readonly ManifestPort[];
  readonly resources?: ManifestResources;
  readonly memoryOffHeapRatio?: number;
  readonly memoryOffHeapMin?: string | number;
  readonly memoryProcessRatio?: number;
  readonly volumes?: readonly Named[];
  readonly volumeMounts?: readonly Named[];
  readonly livenessProbe?: Named;
  readonly readinessProbe?: Named;
}

export interface ManifestJob {
  readonly jarFile?: string;
  readonly pyFile?: string;
  readonly pyModule?: string;
  readonly parallelism?: number;
  readonly restartPolicy?: string;
  readonly mode?: string;
  readonly savepointsDir?: string;
  readonly takeSavepointOnUpdate?: boolean;
  readonly maxStateAgeToRestoreSeconds?: number;
  readonly cancelRequested?: boolean;
  readonly noLoggingToStdout?: boolean;
  readonly cleanupPolicy?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly initContainers?: readonly Named[];
  readonly resources?: ManifestResources;
  readonly volumes?: readonly Named[];
}

export interface FlinkClusterManifest {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly flinkVersion: string;
    readonly image: { readonly name: string; readonly pullPolicy?: string };
    readonly batchScheduler?: { readonly name: string };
    readonly batchSchedulerName?: string;
    readonly jobManager?: ManifestServer & { readonly accessScope?: string; readonly ingress?: object };
    readonly taskManager?: ManifestServer;
    readonly job?: ManifestJob;
    readonly flinkProperties?: Readonly<Record<string, string>>;
    readonly logConfig?: Readonly<Record<string, string>>;
    readonly hadoopConfig?: { readonly configMapName?: string; readonly mountPath?: string };
    readonly gcpConfig?: { readonly serviceAccount?: Readonly<Record<string, string | undefined>> };
  };
}
