import { given, SignatureTester } from 'ovoscope/testing';
import MinesCurrency from './mines_currency.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(MinesCurrency, {
  detects: [
    { name: 'a pool', results: run('svc.exe -o stratum+tcp://pool.example:3333 -u 4A -p x') },
    { name: 'a known program', results: run('C:\\Users\\a\\xmrig.exe -o pool.example:443 --tls') },
  ],
  ignores: [
    { name: 'another switch', results: run('program.exe -o C:\\out.txt') },
    { name: 'a download', results: run('curl https://example/ -o a.html') },
  ],
});
