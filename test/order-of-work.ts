import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest begins first: by itself vitest goes by the projects' names, and the cores of a small
 * machine stood still for a third of the first minutes.
 */
const FIRST = [
  ...['simulation/seeds', 'crash/on-', 'replicas/storm', 'crash', 'acceptance', 'browser'],
  ...['replicas', 'upgrade', 'engine', 'storage'],
];

export class OrderOfWork extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project, moduleId }: TestSpecification) => {
      const file = relative(`${project.config.root}/test`, moduleId);
      const at = FIRST.findIndex((part) => file.startsWith(part));
      return at < 0 ? FIRST.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => place(one) - place(other));
  }
}
