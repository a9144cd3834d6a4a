package org.netflowgitops.normalizer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Has records normalised by a worker of its own, many of them on their way at once, and gives them on in the
 * order in which they came. When the worker ends or hangs, the task fails, Flink restarts the job, and the
 * source reads again what came after the last checkpoint.
 *
 * <p>A checkpoint's barrier waits here for the answers to all that came before it. So there is no state, and
 * when a job has been stopped with a savepoint, nothing comes after it any more. Flink's own Async I/O gives
 * late answers on even then; a Kafka sink with transactions may fail at them, and so would the stop.
 */
final class NormalizeOperator extends AbstractStreamOperator<Envelope>
    implements OneInputStreamOperator<Envelope, Envelope>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  private final String[] command;
  private final int capacity;
  private final Duration timeout;
  private final SizeLimits limits;

  private transient MailboxExecutor mailbox;
  private transient Worker worker;
  private transient Queue<Asked> waiting;
  private transient AtomicBoolean called;
  private transient RecordMetrics metrics;

  /**
   * @param command starts the worker
   * @param capacity the records that the worker is given before it has answered
   * @param timeout how long it may think about a record; noticed when the next checkpoint begins, or when
   *     so many records wait
   * @param limits of what it leads to
   */
  NormalizeOperator(
      List<String> command, int capacity, Duration timeout, SizeLimits limits) {
    this.command = command.toArray(String[]::new);
    this.capacity = capacity;
    this.timeout = timeout;
    this.limits = limits;
    setChainingStrategy(ChainingStrategy.ALWAYS);
  }

  /** A record that the worker has been given. */
  private record Asked(Envelope read, CompletableFuture<Answer> normalised, long deadline) {}

  @Override
  public void setMailboxExecutor(MailboxExecutor mailboxExecutor) {
    super.setMailboxExecutor(mailboxExecutor);
    mailbox = mailboxExecutor;
  }

  @Override
  public void open() throws Exception {
    super.open();
    waiting = new ArrayDeque<>();
    called = new AtomicBoolean();
    metrics = new RecordMetrics(getMetricGroup());
    limits.learn();
    worker = new Worker(List.of(command));
  }

  @Override
  public void close() throws Exception {
    if (worker != null) {
      worker.close();
    }
    super.close();
  }

  @Override
  public void processElement(StreamRecord<Envelope> element) throws Exception {
    if (waiting.size() == capacity) {
      emitFirst();
    }
    CompletableFuture<Answer> normalised = normalise(element.getValue());
    waiting.add(new Asked(element.getValue(), normalised, System.nanoTime() + timeout.toNanos()));
    normalised.whenComplete((answer, failure) -> call());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    emitAll();
  }

  @Override
  public void endInput() throws Exception {
    emitAll();
  }

  private CompletableFuture<Answer> normalise(Envelope read) {
    return read.value == null
        ? CompletableFuture.completedFuture(new Answer(read, Rejection.NO_VALUE))
        : worker.ask(read.value).thenApply(answer -> new Answer(read, answer));
  }

  /** Has the task's thread, which alone may emit, look after the answers; asked often, it looks once. */
  private void call() {
    if (called.compareAndSet(false, true)) {
      mailbox.execute(this::emitAnswered, "emit what the worker has answered");
    }
  }

  private void emitAnswered() throws Exception {
    called.set(false);
    while (!waiting.isEmpty() && waiting.element().normalised().isDone()) {
      emitFirst();
    }
  }

  private void emitAll() throws Exception {
    while (!waiting.isEmpty()) {
      emitFirst();
    }
  }

  /** Emits the record that has waited longest, when it has its answer. */
  private void emitFirst() throws Exception {
    Asked first = waiting.remove();
    try {
      long left = Math.max(0, first.deadline() - System.nanoTime());
      Answer answer = first.normalised().get(left, TimeUnit.NANOSECONDS);
      for (Answer.Led led : answer.led) {
        Envelope given = limits.fit(led.made(), first.read());
        output.collect(new StreamRecord<>(given));
        metrics.given(given, led.facts(), System.currentTimeMillis());
      }
      answer.dropped.forEach(metrics::dropped);
    } catch (ExecutionException e) {
      throw new IOException("a record has no answer", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no answer from the worker within " + timeout, e);
    }
  }
}
