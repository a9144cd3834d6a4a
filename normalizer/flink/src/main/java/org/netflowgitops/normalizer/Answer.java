package org.netflowgitops.normalizer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Understands what a worker answers: see "length-prefixed" in docs/reference/stdio.md. */
final class Answer {
  private static final byte ACCEPTED = 0;
  private static final byte REJECTED = 1;
  private static final byte DROPPED = 2;
  private static final byte SEVERAL = 3;
  private static final byte ACCEPTED_IN_PART = 4;
  private static final byte REJECTED_PART = 5;

  private Answer() {}

  /** The records that one leads to: one for each of its flows that is not dropped, in their order. */
  static List<Envelope> understand(Envelope read, byte[] answer) {
    List<Envelope> led = new ArrayList<>(1);
    add(led, read, ByteBuffer.wrap(answer));
    return led;
  }

  private static void add(List<Envelope> led, Envelope read, ByteBuffer answer) {
    byte status = answer.get();
    switch (status) {
      case ACCEPTED -> led.add(read.withValue(rest(answer)));
      case REJECTED -> led.add(Rejection.parse(rest(answer)).of(read));
      case DROPPED -> {}
      case SEVERAL -> {
        while (answer.hasRemaining()) {
          add(led, read, ByteBuffer.wrap(framed(answer)));
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
