import { portKey } from './port-key.ts';

export const tcpPort = portKey('tcp', [6667]);
