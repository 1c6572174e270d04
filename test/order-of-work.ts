import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What waits most begins first: it leaves room beside it, which the rest then fills. By itself vitest goes
 * by the projects' names, and the cores of a small machine stood still for a third of the first minutes.
 */
const FIRST = ['crash points', 'acceptance', 'browser', 'replicas', 'upgrade', 'simulation'];

export class OrderOfWork extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification) => {
      const at = FIRST.indexOf(project.name);
      return at < 0 ? FIRST.length : at;
    };
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => place(one) - place(other));
  }
}
