package io.calmend.simulator;

/**
 * What it cost to talk to the hosts.
 *
 * @param connections TCP connections that were accepted
 * @param requests HTTP requests on them
 */
public record Traffic(long connections, long requests) {

    Traffic plus(Traffic other) {
        return new Traffic(connections + other.connections, requests + other.requests);
    }
}
