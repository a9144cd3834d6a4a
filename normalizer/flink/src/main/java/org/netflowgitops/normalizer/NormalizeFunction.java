package org.netflowgitops.normalizer;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Has each record normalised by a worker of its own. When that ends or hangs, the function fails, Flink
 * restarts the job, and records that had no answer come again out of the checkpoint.
 */
final class NormalizeFunction extends RichAsyncFunction<Envelope, Envelope> {
  private static final long serialVersionUID = 1;

  private static final byte ACCEPTED = 0;
  private static final byte REJECTED = 1;

  private final String[] command;
  private transient Worker worker;

  NormalizeFunction(List<String> command) {
    this.command = command.toArray(String[]::new);
  }

  @Override
  public void open(OpenContext context) throws Exception {
    worker = new Worker(List.of(command));
  }

  @Override
  public void close() throws Exception {
    if (worker != null) {
      worker.close();
    }
  }

  @Override
  public void asyncInvoke(Envelope read, ResultFuture<Envelope> result) {
    if (read.value == null) {
      result.complete(List.of(Rejection.NO_VALUE.of(read)));
      return;
    }
    worker
        .ask(read.value)
        .thenApply(answer -> List.of(understand(read, answer)))
        .exceptionally(Failed::new)
        .thenAccept(result::complete);
  }

  @Override
  public void timeout(Envelope read, ResultFuture<Envelope> result) throws TimeoutException {
    throw new TimeoutException("no answer from the worker");
  }

  /** An answer's first byte says what became of the record. The rest is the document, or why there is none. */
  private static Envelope understand(Envelope read, byte[] answer) {
    byte[] rest = Arrays.copyOfRange(answer, 1, answer.length);
    return switch (answer[0]) {
      case ACCEPTED -> read.accepted(rest);
      case REJECTED -> Rejection.parse(rest).of(read);
      default -> throw new IllegalStateException("an answer that begins with " + answer[0]);
    };
  }

  /**
   * A result that fails when Flink takes it, which it does in the task's own thread. {@link
   * ResultFuture#completeExceptionally} would drop the record while the task, not yet stopped, might still
   * add a checkpoint without it.
   */
  private static final class Failed extends AbstractList<Envelope> {
    private final Throwable cause;

    Failed(Throwable cause) {
      this.cause = cause;
    }

    @Override
    public Envelope get(int index) {
      throw new FlinkRuntimeException("a record has no answer", cause);
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
