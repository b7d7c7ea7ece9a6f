/** The server's end of a WebSocket, as much of RFC 6455 as Socket Mode needs: whole texts, pings, and the end. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

export interface WebSocketEnd {
  send(text: string): void;
  close(): void;
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const normalEnd = Buffer.from([1000 >> 8, 1000 & 255]);

export function acceptWebSocket(
  request: IncomingMessage,
  stream: Duplex,
  on: { text(text: string): void; closed(): void },
): WebSocketEnd {
  const key = `${request.headers['sec-websocket-key']}${guid}`;
  const answer = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
  ];
  stream.write(`${answer.join('\r\n')}\r\n\r\n`);
  const end = (): void => void stream.end(frameOf(opcodes.close, normalEnd));
  let held = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (let frame = readFrame(held); frame !== null; frame = readFrame(held)) {
      held = held.subarray(frame.bytes);
      if (frame.opcode === opcodes.text) on.text(frame.data.toString());
      else if (frame.opcode === opcodes.ping) stream.write(frameOf(opcodes.pong, frame.data));
      else if (frame.opcode === opcodes.close) {
        on.closed();
        end();
      }
    }
  });
  // whoever is gone needs no answer
  stream.on('error', () => undefined);
  stream.once('close', on.closed);
  return { send: (text) => void stream.write(frameOf(opcodes.text, Buffer.from(text))), close: end };
}

function frameOf(opcode: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head[0] = 0x80 | opcode;
  if (data.length < 126) {
    head[1] = data.length;
    return Buffer.concat([head.subarray(0, 2), data]);
  }
  if (data.length < 65_536) {
    head[1] = 126;
    head.writeUInt16BE(data.length, 2);
    return Buffer.concat([head.subarray(0, 4), data]);
  }
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(data.length), 2);
  return Buffer.concat([head, data]);
}

/** A client masks what it sends. Null: it has not come whole yet. */
function readFrame(bytes: Buffer): { opcode: number; data: Buffer; bytes: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 127;
  const maskAt = short < 126 ? 2 : short === 126 ? 4 : 10;
  const from = maskAt + 4;
  if (bytes.length < from) return null;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < from + length) return null;
  const mask = bytes.subarray(maskAt, from);
  const data = Buffer.from(bytes.subarray(from, from + length).map((byte, index) => byte ^ mask.readUInt8(index % 4)));
  return { opcode: bytes.readUInt8(0) & 15, data, bytes: from + length };
}
