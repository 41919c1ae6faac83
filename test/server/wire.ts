import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request with exactly these headers; `fetch` does not let a test choose its Host. */
export function send(
  port: number,
  options: { method?: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const sent = request({ host: '127.0.0.1', port, agent: false, ...rest }, async (answer) => {
      try {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) });
      } catch (error) {
        reject(error);
      }
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Writes bytes to a new connection, hangs up after them when told to, and gives all that came back. */
export function speak(port: number, bytes: string, options: { hangUp: boolean }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      heard += chunk;
    });
    // the server may cut a connection that it will not read to its end
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    socket.write(bytes, 'latin1', () => {
      if (options.hangUp) socket.destroy();
    });
  });
}

/** A multipart body, written by hand. */
export function multipart(...parts: readonly string[]): string {
  return `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`;
}

export const words = (name: string, value: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;

export const file = (name: string, bytes: string, filename = 'a.bin') =>
  `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: application/octet-stream\r\n\r\n${bytes}`;

export const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=b' };
