/** What the registry's objects are called, and refer to one another by. */

/** The registry, as its labels name it. */
export const REGISTRY = { name: 'registry', component: 'registry' };

/** The job that frees the space of what nothing refers to any more. */
export const GARBAGE_COLLECTION = { name: 'registry', component: 'garbage-collection' };

export const NAMES = {
  /** The ConfigMap with `config.yml`. */
  configuration: 'registry',
  /** The PersistentVolumeClaim. */
  storage: 'registry',
  /** The Secret with `tls.crt`, `tls.key` and `ca.crt` that cert-manager writes. */
  certificateSecret: 'registry-tls',
  /** The Issuer, Certificate and Secret of the registry's own certificate authority. */
  authority: 'registry-ca',
};

/** Any number that no user of a node has: the image has none of its own, and its files belong to the volume's group. */
export const REGISTRY_USER = 10001;
