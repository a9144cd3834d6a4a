/** The faults that fit into minutes; all of them, and for longer: `npm run test:soak`. */
import { testFaults } from './faults/suite';

testFaults('short');
