package org.netflowgitops.normalizer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that answers each frame on its standard input with one on its standard output, in the same
 * order. A frame is a length (32 bits, network byte order) and so many bytes.
 *
 * <p>Who asks must bound how many answers it waits for: the queues here are as long as that.
 */
final class Worker {
  private static final int BUFFER = 64 * 1024;

  private final Process process;
  private final Thread writer;
  private final BlockingQueue<byte[]> questions = new LinkedBlockingQueue<>();
  private final Queue<CompletableFuture<byte[]>> waiting = new ConcurrentLinkedQueue<>();
  private volatile IOException failure;

  /**
   * Starts the process; what it writes to standard error goes to this process' own.
   *
   * @throws IOException if there is no such command
   */
  Worker(List<String> command) throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    writer = start("worker-writer", this::write);
    start("worker-reader", this::read);
  }

  /** Asks from one thread at a time. The future fails when the process ends before it has answered. */
  CompletableFuture<byte[]> ask(byte[] question) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    waiting.add(answer);
    questions.add(question);
    if (failure != null) {
      // The process has ended, maybe before the question stood in the queue.
      failWaiting();
    }
    return answer;
  }

  /** Ends the process at once: it keeps nothing, so it has nothing to finish. */
  void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private Thread start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException | RuntimeException e) {
                fail(e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void write() throws IOException, InterruptedException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
    while (true) {
      byte[] question = questions.take();
      out.writeInt(question.length);
      out.write(question);
      if (questions.isEmpty()) {
        out.flush();
      }
    }
  }

  private void read() throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
    while (true) {
      byte[] answer = new byte[in.readInt()];
      in.readFully(answer);
      CompletableFuture<byte[]> asked = waiting.poll();
      if (asked == null) {
        throw new IOException("an answer to no question");
      }
      asked.complete(answer);
    }
  }

  private void fail(Exception cause) {
    process.destroyForcibly();
    failure = new IOException("the worker " + process.pid() + " has ended", cause);
    failWaiting();
    writer.interrupt();
  }

  private void failWaiting() {
    for (CompletableFuture<byte[]> asked = waiting.poll(); asked != null; asked = waiting.poll()) {
      asked.completeExceptionally(failure);
    }
  }
}
