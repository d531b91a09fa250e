import { createServer, type Server, type Socket } from 'node:net';
import { type Document, deserialize, serialize } from 'bson';

/** A server that speaks as much of MongoDB's wire protocol (OP_MSG) as a driver needs to store documents. */
export class MongoServer {
  readonly documents = new Map<string, Document>();
  readonly commands: string[] = [];
  /** Answers the next update with this error. */
  refuse: { code: number; errmsg: string } | undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      let buffer = Buffer.alloc(0);
      socket.on('error', () => {});
      socket.on('data', (piece) => {
        buffer = Buffer.concat([buffer, piece]);
        while (buffer.length >= 4 && buffer.length >= buffer.readInt32LE(0)) {
          const message = buffer.subarray(0, buffer.readInt32LE(0));
          buffer = buffer.subarray(message.length);
          socket.write(this.#answer(message));
        }
      });
    });
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as { port: number }).port;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #answer(message: Buffer): Buffer {
    const requestId = message.readInt32LE(4);
    const isMessage = message.readInt32LE(12) === 2013;
    const command = isMessage
      ? commandOf(message.subarray(20))
      : deserialize(message.subarray(message.indexOf(0, 20) + 9));
    const body = serialize(this.#run(command));
    const head = Buffer.alloc(isMessage ? 21 : 36);
    head.writeInt32LE(head.length + body.length, 0);
    head.writeInt32LE(requestId, 8);
    head.writeInt32LE(isMessage ? 2013 : 1, 12);
    // OP_REPLY, which the first hello is answered with: one document.
    if (!isMessage) head.writeInt32LE(1, 32);
    return Buffer.concat([head, body]);
  }

  #run(command: Document): Document {
    const name = Object.keys(command)[0]!;
    this.commands.push(name);
    if (/^(?:hello|ismaster)$/i.test(name)) {
      return {
        ok: 1,
        isWritablePrimary: true,
        helloOk: true,
        minWireVersion: 0,
        maxWireVersion: 21,
        maxBsonObjectSize: 16_777_216,
        maxMessageSizeBytes: 48_000_000,
        maxWriteBatchSize: 100_000,
      };
    }
    if (name !== 'update') return { ok: 1 };
    if (this.refuse !== undefined) return { ok: 0, ...this.refuse };
    for (const { q, u } of command['updates'] as { q: Document; u: Document }[])
      this.documents.set(String(q['_id']), u);
    return { ok: 1, n: 1, nModified: 1 };
  }
}

/** The body section, with the documents of sequence sections under their names. */
function commandOf(sections: Buffer): Document {
  let command: Document = {};
  const lists: Document = {};
  for (let at = 0; at < sections.length; ) {
    const kind = sections[at++];
    const size = sections.readInt32LE(at);
    const section = sections.subarray(at, at + size);
    at += size;
    if (kind === 0) command = deserialize(section, { promoteValues: true });
    else {
      const end = section.indexOf(0, 4);
      const list: Document[] = [];
      for (let inner = end + 1; inner < section.length; inner += section.readInt32LE(inner)) {
        list.push(deserialize(section.subarray(inner, inner + section.readInt32LE(inner))));
      }
      lists[section.subarray(4, end).toString()] = list;
    }
  }
  return { ...command, ...lists };
}
