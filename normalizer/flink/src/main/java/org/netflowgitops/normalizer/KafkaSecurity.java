package org.netflowgitops.normalizer;

import java.util.List;
import java.util.Properties;

/**
 * How the job's Kafka clients prove who they are, and how they know the brokers.
 *
 * <p>The properties refer to the files of a mounted Secret, and the Kafka client reads those where it runs: the
 * job graph, which the submitter hands over and high availability stores, holds no password.
 *
 * @param saslMechanism null: no password
 * @param caFile certificate authorities in PEM form; null: those of the JVM
 * @param credentialsFolder holds username and password (SASL), or tls.crt and tls.key (SSL with a certificate of
 *     the client's own); null: no credentials
 */
record KafkaSecurity(
    String protocol, String saslMechanism, String caFile, String credentialsFolder) {

  private static final List<String> PROTOCOLS =
      List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
  private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

  private static final String PROVIDER = "org.apache.kafka.common.config.provider.DirectoryConfigProvider";
  private static final String LOGIN_MODULES = "org.apache.kafka.common.security.";

  /**
   * @throws IllegalArgumentException that says what is wrong and what is allowed
   */
  KafkaSecurity {
    allow(PROTOCOLS.contains(protocol), "--security-protocol " + protocol, "one of " + PROTOCOLS);
    boolean sasl = protocol.startsWith("SASL_");
    boolean tls = protocol.endsWith("SSL");
    allow(
        sasl ? MECHANISMS.contains(saslMechanism) : saslMechanism == null,
        "--sasl-mechanism " + saslMechanism,
        sasl ? "one of " + MECHANISMS : "none with " + protocol);
    allow(tls || caFile == null, "--ca-file " + caFile, "none with " + protocol);
    allow(
        sasl ? credentialsFolder != null : tls || credentialsFolder == null,
        "--credentials-folder " + credentialsFolder,
        sasl ? "a folder with the files username and password" : "none with " + protocol);
  }

  /** The settings for each of the job's clients, by Kafka's own names. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("security.protocol", protocol);
    if (caFile != null) {
      properties.setProperty("ssl.truststore.type", "PEM");
      properties.setProperty("ssl.truststore.location", caFile);
    }
    if (credentialsFolder == null) {
      return properties;
    }
    properties.setProperty("config.providers", "secret");
    properties.setProperty("config.providers.secret.class", PROVIDER);
    if (saslMechanism == null) {
      properties.setProperty("ssl.keystore.type", "PEM");
      properties.setProperty("ssl.keystore.certificate.chain", secret("tls.crt"));
      properties.setProperty("ssl.keystore.key", secret("tls.key"));
      return properties;
    }
    String module =
        LOGIN_MODULES + (saslMechanism.equals("PLAIN") ? "plain.PlainLoginModule" : "scram.ScramLoginModule");
    properties.setProperty("sasl.mechanism", saslMechanism);
    properties.setProperty(
        "sasl.jaas.config",
        module
            + " required username=\"" + secret("username") + "\" password=\"" + secret("password") + "\";");
    return properties;
  }

  private String secret(String file) {
    return "${secret:" + credentialsFolder + ":" + file + "}";
  }

  private static void allow(boolean right, String found, String allowed) {
    if (!right) {
      throw new IllegalArgumentException("found " + found + "; allowed: " + allowed);
    }
  }
}
