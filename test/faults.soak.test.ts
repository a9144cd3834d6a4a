/** Every fault, as often and as long as docs/reference/faults.md says. */
import { testFaults } from './faults/suite';

testFaults('long');
