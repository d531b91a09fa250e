import { given, SignatureTester } from 'ovoscope/testing';
import LateralMovementCommands from './lateral_movement_commands.ts';

const run = (command_line: string) => given('sample.exe', ['CreateProcessInternalW', { command_line }]);

new SignatureTester().run(LateralMovementCommands, {
  detects: [
    { name: 'with WMI', results: run('wmic /node:192.0.2.7 process call create "C:\\x.exe"') },
    { name: 'as a service', results: run('sc.exe \\\\srv1 create x binPath= C:\\x.exe') },
  ],
  ignores: [
    { name: "the machine's own", results: run('sc.exe create x binPath= C:\\x.exe') },
    { name: 'WMI here', results: run('wmic os get caption') },
  ],
});
