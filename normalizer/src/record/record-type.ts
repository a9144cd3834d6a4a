/** The record types of GoFlow2 (its protobuf enumeration FlowMessage.FlowType), in their order. */
export const recordTypes = ['FLOWUNKNOWN', 'SFLOW_5', 'NETFLOW_V5', 'NETFLOW_V9', 'IPFIX'] as const;

export type RecordType = (typeof recordTypes)[number];
