/**
 * The app that `cdk8s synth` runs; it says where to write (CDK8S_OUTDIR). `npm run synth` does the same in one
 * process, and puts the result in place as a whole.
 */
import { tell } from '#normalizer/command-line';
import { synthesise } from './charts/synthesise';
import { ValuesError } from './charts/values/problem';

try {
  synthesise(process.argv.slice(2), process.env.CDK8S_OUTDIR ?? 'dist');
} catch (error) {
  tell(error, ValuesError);
}
