/** What the collector and the exported packet tell, and what decides how other values are read. */
import { exporter } from '../values/addresses';
import { integerOfHeader } from '../values/header';
import { ipVersion } from '../values/identity';
import { UINT16, UINT32, zeroIfUnfit } from '../values/integers';
import { recordType } from '../values/names';
import { nanoseconds, seconds, timeReceived } from '../values/times';
import { as, leaf } from './leaf';

const ofV9 = (max: number) => integerOfHeader(max, 'NETFLOW_V9');

export const packet = [
  leaf('ip-version', ipVersion({ names: false }), {
    custom: 'Etype',
    'v1.0': 'Etype',
    'v1.2': 'Etype',
    v2: as(ipVersion({ names: true }), 'etype'),
  }),
  leaf('export-packet/record-type', recordType, {
    custom: 'Type',
    'v1.0': 'Type',
    'v1.2': 'Type',
    v2: 'type',
  }),
  leaf('collector-goflow2/time-received', timeReceived(seconds), {
    custom: 'TimeReceived',
    'v1.0': 'TimeReceived',
    'v1.2': 'TimeReceived',
    v2: as(timeReceived(nanoseconds), 'time_received_ns'),
  }),
  leaf('collector-goflow2/sampler-address', exporter(4), {
    custom: 'SamplerAddress',
    'v1.0': 'SamplerAddress',
    'v1.2': 'SamplerAddress',
    v2: 'sampler_address',
  }),
  leaf('collector-goflow2/sampler-address-ipv6', exporter(6), {
    custom: 'SamplerAddress',
    'v1.0': 'SamplerAddress',
    'v1.2': 'SamplerAddress',
    v2: 'sampler_address',
  }),
  leaf('export-packet/sequence-number', zeroIfUnfit(UINT32), {
    custom: 'SequenceNum',
    'v1.0': 'SequenceNum',
    'v1.2': 'SequenceNum',
    v2: 'sequence_num',
  }),
  leaf('export-packet/count', ofV9(UINT16), { custom: 'Count' }),
  leaf('export-packet/system-uptime', ofV9(UINT32), { custom: 'SystemUptime' }),
  leaf('export-packet/unix-seconds', ofV9(UINT32), { custom: 'UnixSeconds' }),
  leaf('export-packet/source-id', integerOfHeader(UINT32, 'IPFIX'), {
    custom: as(ofV9(UINT32), 'SourceId'),
    'v1.0': 'ObservationDomainID',
    'v1.2': 'ObservationDomainId',
    v2: as(integerOfHeader(UINT32, 'NETFLOW_V9', 'IPFIX'), 'observation_domain_id'),
  }),
];
