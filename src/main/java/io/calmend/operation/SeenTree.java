package io.calmend.operation;

/** What a look found at {@code target}. The host computed {@code digest}; {@link StateDigest} computes the same. */
public record SeenTree(TreeTarget target, KeyState tree, String digest) {}
