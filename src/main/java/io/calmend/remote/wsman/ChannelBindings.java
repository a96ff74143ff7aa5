package io.calmend.remote.wsman;

final class ChannelBindings {
    static void check() {}
}
