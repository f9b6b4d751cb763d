// The limit the proxy is held against: node:http and undici's stream, nothing else. A process of its own.
//   node raw-proxy.ts <origin>
import { createServer } from 'node:http';
import { Agent, stream } from 'undici';

const origin = process.argv[2] ?? '';
const dispatcher = new Agent({ connections: 128 });

const server = createServer((request, response) => {
  stream(
    `${origin}${request.url}`,
    { dispatcher, method: request.method as 'GET', opaque: response },
    ({ statusCode, headers }) => {
      response.writeHead(statusCode, headers);
      return response;
    },
  ).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`listening ${typeof address === 'object' && address ? address.port : ''}\n`);
});
