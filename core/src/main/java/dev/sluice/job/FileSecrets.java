package dev.sluice.job;

/**
 * Makes secrets of what one data source file says.
 *
 * @param seal what opens sealed ones
 * @param dataSource the name of the data source
 * @param file the file's name, for messages
 */
record FileSecrets(Seal seal, String dataSource, String file) {
    /** Returns the secret that the file keeps under a key. */
    Secret secret(SecretText found, String key) {
        SecretPlace place = new SecretPlace(dataSource, key);
        return new Secret(
                found.text(), found.kept(), text -> SealedText.isMeant(text) ? seal.open(text, place, file) : text);
    }
}
