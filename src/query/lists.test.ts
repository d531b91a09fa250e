import { describe, expect, it } from 'vitest';
import { copiedFiles, deletedFiles, files, movedFiles, readFiles, writtenFiles } from './files.ts';
import { calledApis, commandLines, droppedFiles, processNames, sampleStrings, yaraRules } from './hits.ts';
import { domains, hosts, isPublicAddress, urls, userAgents } from './network.ts';
import { commands, createdServices, dlls, mutexes, startedServices, wmiQueries } from './objects.ts';
import { deletedKeys, keys, readKeys, writtenKeys } from './registry.ts';
import { sampleProcess, sampleResults } from './sample.cases.ts';

describe('summary lists', () => {
  const old = sampleResults([], { files: ['a', 'b'], keys: ['k'], mutexes: ['m'] });
  const cuckoo2 = sampleResults([], {
    file_created: ['c'],
    file_written: ['c', 'w'],
    file_read: ['r'],
    file_deleted: ['d'],
    file_moved: [['c', 'moved']],
    file_copied: [['w', 'copied']],
    regkey_read: ['kr'],
    regkey_written: ['kw'],
    regkey_deleted: ['kd'],
    mutex: ['m2'],
    command_line: ['cmd /c x'],
    dll_loaded: ['a.dll'],
    wmi_query: ['SELECT 1'],
  });
  const cape = sampleResults([], {
    read_files: ['r'],
    write_files: ['w'],
    delete_files: ['d'],
    read_keys: ['kr'],
    write_keys: ['kw'],
    delete_keys: ['kd'],
    executed_commands: ['cmd /c x'],
    created_services: ['s'],
    started_services: ['t'],
  });

  it('are empty for an empty container', () => {
    for (const list of [files, writtenFiles, movedFiles, keys, mutexes, commands, domains, hosts, urls, userAgents]) {
      expect(list({})).toEqual([]);
    }
  });

  it('answer for every generation', () => {
    expect(files(old)).toEqual(['a', 'b']);
    expect(files(cuckoo2)).toEqual(['c', 'r', 'w', 'd']);
    expect(files(cape)).toEqual(['r', 'w', 'd']);
    expect(readFiles(cuckoo2)).toEqual(readFiles(cape));
    expect(writtenFiles(cuckoo2)).toEqual(['c', 'w', 'copied', 'moved']);
    expect(writtenFiles(cape)).toEqual(['w']);
    expect(deletedFiles(cuckoo2)).toEqual(deletedFiles(cape));
    expect(movedFiles(cuckoo2)).toEqual([['c', 'moved']]);
    expect(copiedFiles(cuckoo2)).toEqual([['w', 'copied']]);
    expect(keys(old)).toEqual(['k']);
    expect(keys(cuckoo2)).toEqual(['kr', 'kw', 'kd']);
    expect([readKeys, writtenKeys, deletedKeys].map((list) => list(cuckoo2))).toEqual([['kr'], ['kw'], ['kd']]);
    expect([readKeys, writtenKeys, deletedKeys].map((list) => list(cape))).toEqual([['kr'], ['kw'], ['kd']]);
    expect([mutexes(old), mutexes(cuckoo2)]).toEqual([['m'], ['m2']]);
    expect(commands(cuckoo2)).toEqual(commands(cape));
    expect([createdServices(cape), startedServices(cape)]).toEqual([['s'], ['t']]);
    expect([dlls(cuckoo2), wmiQueries(cuckoo2)]).toEqual([['a.dll'], ['SELECT 1']]);
  });

  it('are computed once for a container that is frozen, and anew while it grows', () => {
    const summary = { files: ['a'], keys: [], mutexes: [] };
    const growing = sampleResults([], summary);
    expect(files(growing)).toEqual(['a']);
    growing.behavior!.summary.files.push('b');
    expect(files(growing)).toEqual(['a', 'b']);
    Object.freeze(growing.behavior!.summary);
    expect(files(growing)).toBe(files(growing));
  });
});

describe('network lists', () => {
  const network = {
    http: [{ uri: 'http://a.example/x', 'user-agent': 'tool' }],
    udp: [],
    hosts: [{ ip: '192.0.2.1' }, '192.0.2.2'],
    dns: [{ request: 'a.example' }, { hostname: 'b.example' }],
    tcp: [],
    domains: [{ domain: 'c.example', ip: '' }, 'd.example'],
    https_ex: [{ protocol: 'https', host: 'e.example', uri: '/p' }],
  };
  const results = sampleResults(
    [],
    {
      resolves_host: ['f.example'],
      connects_host: ['192.0.2.9', 'g.example'],
      connects_ip: ['192.0.2.8'],
      fetches_url: ['http://h.example/'],
    },
    { network },
  );

  it('join what was captured and what was called', () => {
    expect(domains(results)).toEqual(['f.example', 'g.example', 'c.example', 'd.example', 'a.example', 'b.example']);
    expect(hosts(results)).toEqual(['192.0.2.8', '192.0.2.9', '192.0.2.1', '192.0.2.2']);
    expect(urls(results)).toEqual(['http://h.example/', 'http://a.example/x', 'https://e.example/p']);
    expect(userAgents(results)).toEqual(['tool']);
  });

  it('bear entries of any shape', () => {
    const odd = { http: [null, 1, { uri: 5 }], udp: [], hosts: 'x', dns: [{}], tcp: [], http_ex: [null, {}] };
    expect(urls({ network: odd } as never)).toEqual([]);
    expect(hosts({ network: odd } as never)).toEqual([]);
    expect(domains({ network: odd } as never)).toEqual([]);
  });
});

it.each([
  ['8.8.8.8', true],
  ['10.0.0.1', false],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['239.255.255.250', false],
  ['255.255.255.255', false],
  ['2001:4860:4860::8888', true],
  ['fe80::1', false],
  ['::1', false],
  ['not.an.address', false],
])('isPublicAddress(%s) is %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

describe('patterns', () => {
  const results = sampleResults([], { files: ['C:\\a.exe', 'C:\\b.txt', 'C:\\c.dll'] });

  it('narrow a list down', () => {
    expect(files(results, '*.exe')).toEqual(['C:\\a.exe']);
    expect(files(results, '*.exe', /\.dll$/)).toEqual(['C:\\a.exe', 'C:\\c.dll']);
    expect(files(results, ['*.exe', '*.txt'])).toEqual(['C:\\a.exe', 'C:\\b.txt']);
  });

  it('that are none match nothing', () => {
    expect(files(results, [])).toEqual([]);
  });

  it('cannot be forgotten by spreading an empty list', () => {
    const patterns: string[] = [];
    // @ts-expect-error a list may be empty, and would then mean all
    expect(files(results, ...patterns)).toHaveLength(3);
  });
});

it('hits of YARA, names of what ran and what was left behind', () => {
  const results = sampleResults(
    [sampleProcess([['NtClose', 'system', {}]], { command_line: 'a.exe /x' })],
    { command_line: ['a.exe /x', 'cmd'] },
    {
      yara: [{ category: 'sample', path: null, yara: [{ name: 'One' }, { name: 'Two' }] } as never],
      strings: ['s1', 's2'],
      dropped: [{ name: 'd.dll', filepath: 'C:\\d.dll' } as never, { name: 'e' } as never],
    },
  );
  expect(yaraRules(results, 't*')).toEqual(['Two']);
  expect(sampleStrings(results, 's2')).toEqual(['s2']);
  expect(droppedFiles(results)).toEqual(['d.dll', 'C:\\d.dll', 'e']);
  expect(processNames(results)).toEqual(['sample.exe']);
  expect(commandLines(results)).toEqual(['a.exe /x', 'cmd']);
  expect(calledApis(results)).toEqual(['NtClose']);
  for (const list of [yaraRules, sampleStrings, droppedFiles, processNames, commandLines, calledApis])
    expect(list({})).toEqual([]);
});
