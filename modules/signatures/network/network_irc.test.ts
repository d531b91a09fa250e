import { given, SignatureTester } from 'ovoscope/testing';
import NetworkIrc from './network_irc.ts';

const said = (...commands: string[]) =>
  given.container({ network: { irc: commands.map((command) => ({ type: 'client', command, params: 'x' })) } });

new SignatureTester().run(NetworkIrc, {
  detects: [
    { name: 'joining', results: said('NICK', 'USER', 'JOIN') },
    { name: 'talking', results: said('nick', 'privmsg') },
  ],
  ignores: [
    { name: 'one word', results: said('NICK') },
    { name: 'others', results: said('PING', 'PONG', 'WHO') },
  ],
});
