package io.calmend.registry;

/** What an observation found at {@code target}. The host computed {@code digest}; {@link StateDigest} computes the same. */
public record ObservedTree(TreeTarget target, KeyState tree, String digest) {}
