import { portKey } from './port-key.ts';

export const udpPort = portKey('udp', [16471]);
