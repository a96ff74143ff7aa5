package io.calmend.journeys;

/** What a view shows, by how the service behind it does. */
enum ViewState {
    /** It takes its time. */
    LOADING,
    /** It has nothing to show. */
    EMPTY,
    /** It fails. */
    ERROR,
    /** It has all that the view can show. */
    FULL
}
