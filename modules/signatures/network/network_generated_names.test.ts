import { given, SignatureTester } from 'ovoscope/testing';
import NetworkGeneratedNames from './network_generated_names.ts';

const asked = (...names: string[]) =>
  given.container({ network: { dns: names.map((request) => ({ request, answers: [], rcode: 'NXDOMAIN' })) } });
const random = [
  'qzkwvxhtr.com',
  'xjfkdlqpwz.net',
  'bvcnmxzlkj.org',
  'wrtpsdfghj.com',
  'kjhgfdsqzt.info',
  'zxcvbnmlkh.biz',
  'plkjhgfdsw.com',
  'mnbvcxzqwr.net',
];

new SignatureTester().run(NetworkGeneratedNames, {
  detects: [
    { name: 'eight of them', results: asked(...random) },
    { name: 'among others', results: asked('www.example.com', ...random, 'update.example.org') },
  ],
  ignores: [
    { name: 'three', results: asked(...random.slice(0, 3)) },
    {
      name: 'words',
      results: asked(
        'wonderful.com',
        'newspaper.net',
        'telephone.org',
        'restaurant.com',
        'elevator.info',
        'sandwich.biz',
        'calendar.com',
        'umbrella.net',
      ),
    },
    {
      name: 'with answers',
      results: given.container({
        network: { dns: random.map((request) => ({ request, answers: [{ type: 'A', data: '8.8.4.4' }] })) },
      }),
    },
  ],
});
