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
  private static final byte ACCEPTED_IN_PART = 4;
  private static final byte REJECTED_PART = 5;

  private final Envelope read;

  /** The records that the one read leads to: one for each of its flows that is not dropped, in their order. */
  final List<Envelope> led = new ArrayList<>(1);

  /** Why, for each of its flows that is dropped. */
  final List<String> dropped = new ArrayList<>(0);

  /** The answer to a record that needs no worker. */
  Answer(Envelope read, Rejection rejection) {
    this.read = read;
    led.add(rejection.of(read));
  }

  Answer(Envelope read, byte[] answer) {
    this.read = read;
    add(ByteBuffer.wrap(answer));
  }

  private void add(ByteBuffer answer) {
    byte status = answer.get();
    switch (status) {
      case ACCEPTED -> led.add(read.withValue(rest(answer)));
      case REJECTED -> led.add(Rejection.parse(rest(answer)).of(read));
      case DROPPED -> dropped.add(new String(rest(answer), UTF_8));
      case SEVERAL -> {
        while (answer.hasRemaining()) {
          add(ByteBuffer.wrap(framed(answer)));
        }
      }
      case ACCEPTED_IN_PART -> {
        byte[] omitted = framed(answer);
        led.add(read.withValue(rest(answer)).withHeader("netflow-omitted", omitted));
      }
      case REJECTED_PART -> {
        Rejection rejection = Rejection.parse(framed(answer));
        led.add(rejection.of(read.withValue(rest(answer))));
      }
      default -> throw new IllegalStateException("an answer that begins with " + status);
    }
  }

  private static byte[] framed(ByteBuffer answer) {
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
