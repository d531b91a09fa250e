import { given, SignatureTester } from 'ovoscope/testing';
import LinuxLooksWhetherWatched from './linux_looks_whether_watched.ts';

const summary = (lists: object) => given.container({ behavior: { summary: lists } });

new SignatureTester().run(LinuxLooksWhetherWatched, {
  detects: [
    { name: 'the maker', results: summary({ file_opened: ['/sys/class/dmi/id/product_name'] }) },
    { name: 'a container', results: summary({ file_exists: ['/.dockerenv'] }) },
  ],
  ignores: [
    { name: 'the processor', results: summary({ file_opened: ['/proc/cpuinfo'] }) },
    { name: 'itself', results: summary({ file_opened: ['/proc/self/maps'] }) },
  ],
});
