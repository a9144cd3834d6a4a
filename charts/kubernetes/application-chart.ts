import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';

/** What an Application's chart is told. */
export interface ApplicationChartProps {
  /** The namespace of its objects; absent for objects that have none. */
  readonly namespace?: string;
}

/**
 * The objects of one Argo CD Application: its id is the name of the folder in `dist/<environment>/`.
 * Names are written as given: cdk8s' hashes in names would change when a construct moves.
 */
export class ApplicationChart extends Chart {
  constructor(scope: Construct, id: string, props: ApplicationChartProps) {
    super(scope, id, { ...props, disableResourceNameHashes: true });
  }
}
