"""An invented community, made through the same actions as the screens: to try, to practise, to measure."""
