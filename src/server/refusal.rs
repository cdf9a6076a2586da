//! The answers to what is no message.
//!
//! What is no message cannot be handed on, and its sender is to know. So the sieve puts a request of this module's in its
//! place, which no client can make its own, and the answer is given here.

use std::pin::Pin;
use std::task::{Context, Poll};

use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use super::wellformed::Unfit;

const UNREADABLE: &str = "ibid/unreadable";
const NO_MESSAGE: &str = "ibid/noMessage";

/// The request that stands for what is no message. Without an identifier of its own, its answer is to nobody's request.
pub(super) fn stand_in(unfit: Unfit) -> String {
    let method = match unfit {
        Unfit::Unreadable => UNREADABLE,
        Unfit::NoMessage => NO_MESSAGE,
    };
    format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{method}"}}"#)
}

/// A service that answers what is no message, and leaves all else to another.
pub(super) struct Refusal<S>(pub(super) S);

impl<S> Service<Request> for Refusal<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Unpin,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Answer<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let error = match (request.id(), request.method()) {
            (Some(Id::Null), UNREADABLE) => Error::parse_error(),
            (Some(Id::Null), NO_MESSAGE) => Error::invalid_request(),
            _ => return Answer::Handled(self.0.call(request)),
        };
        Answer::Refused(Some(Response::from_error(Id::Null, error)))
    }
}

/// An answer: the other service's, or at once that it is refused.
pub(super) enum Answer<F> {
    Handled(F),
    Refused(Option<Response>),
}

impl<F, E> Future for Answer<F>
where
    F: Future<Output = Result<Option<Response>, E>> + Unpin,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Handled(answer) => Pin::new(answer).poll(cx),
            Self::Refused(answer) => Poll::Ready(Ok(answer.take())),
        }
    }
}
