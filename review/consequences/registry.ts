/** The private registry: who may push what the nodes then run. */
import { at } from '../fields';
import { danger, type Rule } from '../model';

/** By the sections of its configuration: what is said when one comes, and when it goes. */
const SECTIONS: Readonly<Record<string, readonly [comes: string, goes: string]>> = {
  auth: [
    'The registry asks for a password: nodes and people that say none get no image.',
    'The registry asks for no password: whoever reaches it may push images, and nodes run them.',
  ],
  tls: [
    'The registry speaks TLS: nodes that have no hosts.toml with its authority get no image.',
    'The registry speaks plain HTTP: images and passwords can be read and changed on their way.',
  ],
};

export const registry: Rule = ({ kind, name, before, after }) => {
  if (kind !== 'ConfigMap' || name !== 'registry' || !before || !after) return [];
  return Object.entries(SECTIONS).flatMap(([section, [comes, goes]]) => {
    const [old, current] = [before, after].map((object) =>
      new RegExp(`^ *${section}:$`, 'm').test(String(at(object, 'data', 'config.yml'))),
    );
    if (old === current) return [];
    return [danger(current === true ? comes : goes)];
  });
};
