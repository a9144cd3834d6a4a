/** When a pod gets work, and when it is restarted: by what a server answers, and after how long. */
import { clauses, contract } from './contract';

const everywhere = ['compact', 'reference', 'production'];
const PROBE = 'spec.template.spec.containers[]';

describe('probes', () => {
  contract(everywhere, [
    ...clauses('kafka/StatefulSet.kafka.yaml', [
      [`${PROBE}.readinessProbe.tcpSocket.port`, ['client'], 'it listens there when its logs are read'],
      [`${PROBE}.livenessProbe.failureThreshold`, [6], 'a minute: a busy broker is no dead one'],
      [
        `${PROBE}.startupProbe.failureThreshold`,
        [120],
        'after a crash a broker may recover its logs for minutes (120 times 5 seconds)',
      ],
    ]),
    ...clauses('goflow2/Deployment.goflow2.yaml', [
      [`${PROBE}.readinessProbe.httpGet.path`, ['/__health'], 'the collector’s own word'],
      [`${PROBE}.livenessProbe.httpGet.path`, ['/__health'], 'a restart forgets every template: only then'],
    ]),
    ...clauses('registry/Deployment.registry.yaml', [
      [`${PROBE}.readinessProbe.httpGet.path`, ['/'], 'it says whether its storage is well'],
      [`${PROBE}.livenessProbe.tcpSocket.port`, ['registry'], 'a full disk is not mended by a restart'],
    ]),
  ]);
  contract(
    ['compact'],
    clauses('normalizer/Deployment.normalizer.yaml', [
      [`${PROBE}.readinessProbe.httpGet.path`, ['/readyz'], 'a roll-out waits until records can be written'],
      [
        `${PROBE}.livenessProbe.httpGet.path`,
        ['/healthz'],
        'a replica is restarted when that helps, not when brokers are away',
      ],
      [`${PROBE}.livenessProbe.failureThreshold`, [6], 'a minute: a large chunk is no standstill'],
    ]),
  );
  contract(
    ['reference'],
    clauses('zookeeper/StatefulSet.zookeeper.yaml', [
      [
        `${PROBE}.readinessProbe.exec.command`,
        [['bash', '/etc/zookeeper/ready.sh']],
        'a member listens before it belongs to the others',
      ],
      [`${PROBE}.livenessProbe.initialDelaySeconds`, [30], 'it reads its snapshot first'],
    ]),
  );
  contract(
    ['reference', 'production'],
    clauses('flink-operator/Deployment.flink-operator-controller-manager.yaml', [
      [
        `${PROBE}.readinessProbe.tcpSocket.port`,
        ['webhook-server'],
        'nothing can be written to a FlinkCluster before its webhook answers',
      ],
    ]),
  );
});
