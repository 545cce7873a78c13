/// Marks the target until its first file lands.
