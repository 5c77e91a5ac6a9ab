@rem npm start says "exec node …", so that no shell stands between a signal and Parley. Windows has no exec: this is it.
@%*
