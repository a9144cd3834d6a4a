/** What the registry's containers see of the world. */
import type { k8s } from 'cdk8s-plus-27';
import type { RegistryValues } from '../values/registry';
import { FOLDERS } from './config-yml';
import { NAMES } from './names';

/** The volumes of a pod that works on the registry's storage. */
export function registryVolumes({ insecure, htpasswdSecret }: RegistryValues): k8s.Volume[] {
  return [
    { name: 'configuration', configMap: { name: NAMES.configuration } },
    { name: 'storage', persistentVolumeClaim: { claimName: NAMES.storage } },
    ...(insecure ? [] : [{ name: 'certificate', secret: { secretName: NAMES.certificateSecret } }]),
    ...(htpasswdSecret === undefined ? [] : [{ name: 'password', secret: { secretName: htpasswdSecret } }]),
  ];
}

/** Where its container mounts them. */
export function registryMounts({ insecure, htpasswdSecret }: RegistryValues): k8s.VolumeMount[] {
  return [
    { name: 'configuration', mountPath: FOLDERS.configuration, readOnly: true },
    { name: 'storage', mountPath: FOLDERS.storage },
    ...(insecure ? [] : [{ name: 'certificate', mountPath: FOLDERS.certificate, readOnly: true }]),
    ...(htpasswdSecret === undefined
      ? []
      : [{ name: 'password', mountPath: FOLDERS.password, readOnly: true }]),
  ];
}
