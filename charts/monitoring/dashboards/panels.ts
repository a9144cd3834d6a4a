/* eslint-disable @typescript-eslint/no-deprecated -- the sidecar provisions dashboards of the classic model, which every Grafana reads */
/** The few kinds of panels that our dashboards are made of. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BigValueColorMode,
  LegendDisplayMode,
  LegendPlacement,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
  type Dashboard,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** A query, and how its series are named. */
export interface Query {
  readonly expr: string;
  /** With `{{label}}`s. */
  readonly legend: string;
}

/** A panel, before Grafana's form. */
export interface PanelProps {
  readonly title: string;
  /** What a reader should make of it; one or two sentences. */
  readonly description: string;
  /** Grafana's name of the unit (https://github.com/grafana/grafana/blob/main/packages/grafana-data/src/valueFormats/categories.ts). */
  readonly unit: 'short' | 'pps' | 'cps' | 'Bps' | 'bytes' | 's' | 'ms' | 'percentunit';
  readonly queries: readonly Query[];
  /** A single number rather than lines. @default false */
  readonly single?: boolean;
}

/** What a dashboard shows: rows with panels. */
export interface Shown {
  readonly title: string;
  readonly rows: readonly { readonly title: string; readonly panels: readonly PanelProps[] }[];
}

/** A dashboard: what it shows, and of which environment. */
export interface DashboardProps extends Shown {
  /** Stable, so that links to it stay; at most 40 characters. */
  readonly uid: string;
  /** How often metrics are read: no step is shorter, and rates look at four of them, whatever the data source says. */
  readonly interval: string;
}

/** The data source is chosen in Grafana, where sites name theirs as they like. */
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };

/** Grafana's grid has 24 columns: panels share a row evenly, and at most three stand side by side. */
const COLUMNS = 24;

/** The dashboard as Grafana's JSON. */
export function dashboard({ uid, interval, title, rows }: DashboardProps): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['netflow'])
    .refresh('1m')
    .time({ from: 'now-3h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title));
    const span = COLUMNS / Math.min(row.panels.length, 3);
    for (const props of row.panels) builder.withPanel(panel(props, span, interval));
  }
  return builder.build();
}

function panel(props: PanelProps, span: number, interval: string): Builder<Panel> {
  const builder = props.single === true ? stat() : timeSeries();
  builder
    .title(props.title)
    .description(props.description)
    .unit(props.unit)
    .span(span)
    .height(props.single === true ? 5 : 8)
    .datasource(DATA_SOURCE);
  for (const [index, { expr, legend }] of props.queries.entries()) {
    const refId = String.fromCharCode('A'.charCodeAt(0) + index);
    builder.withTarget(
      new DataqueryBuilder().refId(refId).expr(expr).legendFormat(legend).interval(interval),
    );
  }
  return builder;
}

const stat = () => new StatBuilder().colorMode(BigValueColorMode.None);

const timeSeries = () =>
  new TimeSeriesBuilder()
    .min(0)
    .fillOpacity(10)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    );
