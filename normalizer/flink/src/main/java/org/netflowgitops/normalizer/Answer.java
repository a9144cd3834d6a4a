package org.netflowgitops.normalizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a worker answers, understood: see "length-prefixed" in docs/reference/stdio.md. */
final class Answer {
  private static final byte ACCEPTED = 0;
  private static final byte REJECTED = 1;
  private static final byte DROPPED = 2;
  private static final byte SEVERAL = 3;
  private static final byte REJECTED_PART = 4;

  private final Envelope read;

  /** The records that the one read leads to: one for each of its flows that is not dropped, in their order. */
  final List<Led> led = new ArrayList<>(1);

  /** Why, for each of its flows that is dropped. */
  final List<String> dropped = new ArrayList<>(0);

  /**
   * A record that is led to.
   *
   * @param facts of an accepted flow; null of a rejected one
   */
  record Led(Envelope made, Facts facts) {}

  /** The answer to a record that needs no worker. */
  Answer(Envelope read, Rejection rejection) {
    this.read = read;
    add(rejection, read);
  }

  Answer(Envelope read, byte[] answer) {
    this.read = read;
    add(ByteBuffer.wrap(answer));
  }

  private void add(ByteBuffer answer) {
    byte status = answer.get();
    switch (status) {
      case ACCEPTED -> {
        Facts facts = Facts.read(answer);
        Envelope made = read.withValue(rest(answer));
        led.add(new Led(facts.omitted().isEmpty() ? made : marked(made, facts), facts));
      }
      case REJECTED -> add(Rejection.parse(rest(answer)), read);
      case DROPPED -> dropped.add(new String(rest(answer), UTF_8));
      case SEVERAL -> {
        while (answer.hasRemaining()) {
          add(ByteBuffer.wrap(framed(answer)));
        }
      }
      case REJECTED_PART -> {
        Rejection rejection = Rejection.parse(framed(answer));
        add(rejection, read.withValue(rest(answer)));
      }
      default -> throw new IllegalStateException("an answer that begins with " + status);
    }
  }

  private void add(Rejection rejection, Envelope what) {
    led.add(new Led(rejection.of(what), null));
  }

  private static Envelope marked(Envelope made, Facts facts) {
    return made.withHeader("netflow-omitted", facts.omitted().getBytes(UTF_8));
  }

  /** Takes what comes next behind its length. */
  static byte[] framed(ByteBuffer answer) {
    byte[] bytes = new byte[answer.getInt()];
    answer.get(bytes);
    return bytes;
  }

  private static byte[] rest(ByteBuffer answer) {
    byte[] bytes = new byte[answer.remaining()];
    answer.get(bytes);
    return bytes;
  }
}
