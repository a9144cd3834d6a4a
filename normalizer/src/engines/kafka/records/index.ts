/**
 * Replaces the part of kafkajs that reads and writes records; importing this module is enough. Its own makes objects
 * and buffers for each number of each record, which is most of what a record costs; copies all headers anew for each
 * further one, so that 10,000 of them take minutes; gathers them in an object whose prototype has names of its own;
 * and puts all records of an answer on the stack at once. All of that is still so in its last release, 2.2.4.
 */
import { createCRC32 } from 'hash-wasm';
import { requests } from 'kafkajs/src/protocol/requests';
import { readFetchResponse } from './fetch';
import { writeProduceRequest, type ProduceRequest } from './produce';

/** Castagnoli's polynomial, with which the brokers check what is written. */
const CASTAGNOLI = 0x82f63b78;
const hash = createCRC32(CASTAGNOLI);

/** What the engine writes; the codecs are for reading only. */
const UNCOMPRESSED = 0;

/** The first version of either request with record format 2. */
const FIRST = { fetch: 4, produce: 3 };

const { protocol: fetch } = requests.Fetch;
requests.Fetch.protocol = ({ version }) => {
  const make = fetch({ version });
  if (Number(version) < FIRST.fetch) return make;
  return (request) => {
    const made = make(request);
    const decode = (bytes: Buffer) => readFetchResponse(bytes, Number(version));
    return { ...made, response: { ...made.response, decode } };
  };
};

const { protocol: produce } = requests.Produce;
requests.Produce.protocol = ({ version }) => {
  const make = produce({ version });
  if (Number(version) < FIRST.produce) return make;
  return (request: ProduceRequest) => {
    const made = make(request as never);
    if (request.compression !== UNCOMPRESSED) return made;
    const encode = async () => {
      const crc = await hash;
      return writeProduceRequest(request, (bytes) => crc.init().update(bytes).digest('binary'));
    };
    return { ...made, request: { ...made.request, encode } };
  };
};
