/** A way to a server that can be closed: whoever goes through it finds nobody, as where the server is away. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Gate {
  port: number;
  open(): Promise<void>;
  close(): Promise<void>;
}

/** Closed at first. */
export function createGate(port: number, target: { host: string; port: number }): Gate {
  const sockets = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  let server: Server | null = null;
  return {
    port,
    async open() {
      const opened = createServer((socket) => {
        const onward = track(connect(target));
        track(socket).pipe(onward).pipe(socket);
        socket.once('close', () => onward.destroy());
        onward.once('close', () => socket.destroy());
      });
      server = opened;
      await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
    },
    async close() {
      const closing = server;
      server = null;
      for (const socket of sockets) socket.destroy();
      if (closing) await new Promise((resolve) => closing.close(resolve));
    },
  };
}
