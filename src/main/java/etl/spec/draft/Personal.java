package etl.spec.draft;

/** The kinds of things that look personal. */
enum Personal {
  IP_ADDRESS("an IP address"),
  EMAIL("an e-mail address"),
  PHONE("a phone number"),
  DEVICE("a device's number"),
  PERSON("a person or a user name"),
  BIRTH("a date of birth"),
  SECRET("a secret"),
  NUMBER("an official or an account's number"),
  PLACE("a postal address or a position"),
  KEY("a value in the place of a key");

  private final String called;

  Personal(String called) {
    this.called = called;
  }

  String called() {
    return called;
  }
}
