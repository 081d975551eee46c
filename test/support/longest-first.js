import Sequencer from '@jest/test-sequencer'

/**
 * The order of the files: those that take longest begin, so that no worker is left with one of them when the others have
 * nothing to do. A clean machine knows how large the files are, and not how long they take.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => Number(/\/test\/(access|journeys)\//.test(path))
    return super.sort(tests).toSorted((a, b) => isLong(b) - isLong(a))
  }
}
